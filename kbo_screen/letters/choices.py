"""Which side of each reading a letter takes, where no other field of the letter file already says it.

It knows both sides of a choice and which of them the program carries out.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field


class Choices(BaseModel):
    """The side taken of every reading, one field each; the code that decides reads it here.

    A letter file that names no side takes the first of each field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: The letter's preference orders groups inside a tier, or stands above the tiers.
    preference_scope: Literal["within-tier", "before-tiers"] = "within-tier"
    #: A preferred group whose data wait stands before a certain one without, or behind it.
    preference_before_certainty: Literal["preference-first", "certainty-first"] = (
        "preference-first"
    )
    #: The year of registration is the producer's (rows that differ are unknown), or each product's own.
    registration_unit: Literal["producer", "product"] = "producer"
    #: The producer type is the producer's (rows that differ are unknown), or each product's own.
    type_unit: Literal["producer", "product"] = "producer"
    #: Projects of the letter's fiscal year exclude (and those without a year), or those of any year.
    project_year: Literal["fiscal-year", "any-year"] = "fiscal-year"
    #: KBO of the letter's own year is the list that is being made, or another project.
    kbo_itself: Literal["own-list", "another-project"] = "own-list"
    #: Whether a group that withdrew from a project is still in it: asked, yes, or no.
    withdrawn: Literal["asked", "in-project", "clear"] = "asked"
    #: A list without a column for potential certifies it by naming the group, or never does.
    naming_certifies: Literal["without-column", "never"] = "without-column"
    #: A district that did not name all of the first tier is told, or its list is refused.
    exhaust_primary: Literal["told", "refused"] = "told"
    #: A result of the community standard counts whatever its year, or only while it is valid.
    old_standard: Literal["any-year", "valid-only"] = "any-year"
    #: For how many years before the letter's fiscal year a result is valid, where only valid ones count.
    standard_valid_years: int = Field(
        default=3,
        ge=0,
        le=50,
    )
    #: A list is late after the date as used, or after the date as printed.
    lateness: Literal["as-used", "as-printed"] = "as-used"
    #: Groups of one name without ids are kept apart by subdistrict, or are one group.
    same_name: Literal["by-subdistrict", "one-group"] = "by-subdistrict"
    #: One person who stands for two groups is told of, or refused.
    one_person: Literal["told", "refused"] = "told"
    #: The product must be in no other project, or the whole group.
    duplicate_unit: Literal["product", "group"] = "product"
    #: The first tier is judged not enough for each district, for the whole province, or for each district by its
    #: certain groups alone.
    insufficient: Literal["per-district", "per-province", "certain-only"] = (
        "per-district"
    )
    #: The quota is the least number of groups, or also the greatest.
    quota_is: Literal["minimum", "exact"] = "minimum"
    #: A group whose other product has more stars than the letter takes still qualifies, or does not.
    higher_star_sibling: Literal["qualifies", "excluded"] = "qualifies"
    #: A blank cell in a column of other projects means none, or is unknown.
    blank_project_cell: Literal["none", "unknown"] = "none"
    #: A product of the later tier may have more stars than the first tier takes, or may not.
    fallback_with_more_stars: Literal["may-enter", "excluded"] = "may-enter"

    def require(self, field: str, side: str) -> None:
        """The code that decides carries out one side of a choice: SideNotBuiltError where the letter takes another."""
        side_taken = getattr(self, field)
        if side_taken != side:
            raise SideNotBuiltError(field, side_taken)

    @property
    def producer_fields(self) -> frozenset[str]:
        """The fields whose value is the producer's: its rows may not say different things of it."""
        fields = set()
        if self.type_unit == "producer":
            fields.add("producer_type")
        if self.registration_unit == "producer":
            fields.add("registered_year_be")
        return frozenset(fields)


class SideNotBuiltError(NotImplementedError):
    """The code that decides was given a side that nobody has built; the check of a letter refuses it before."""

    def __init__(
        self,
        field: str,
        side: str,
    ) -> None:
        super().__init__(f"choices.{field} = {side}")


#: Sides that are no choice: a letter that takes one of them is refused by its check, and says it as a condition of the
#: group (`of`) instead.
NOT_BUILT: Final[dict[str, frozenset[str]]] = {
    "duplicate_unit": frozenset({"group"}),
    "higher_star_sibling": frozenset({"excluded"}),
    "fallback_with_more_stars": frozenset({"excluded"}),
}
