"""The one table of fields: what each column of a registry is, and what follows from that everywhere.

A new column is a row here, its headers in `headers.toml` and its words in both catalogues: readers, types, masks, JSON,
forms and documents read this table. What a letter wants of a field stands in the letter file.
"""

from typing import Final, Literal, NamedTuple

Kind = Literal["area", "name", "id", "text", "code", "number", "person", "phone"]
Subject = Literal["area", "group", "producer", "product", "contact"]
Mask = Literal["code", "name", "people"]
YearThatCounts = Literal["of-letter", "latest"]


class Field(NamedTuple):
    """One column of a registry.

    kind: how its cells are read and typed. subject: whom or what it describes. A field of contacts is a person's
    (Thai PDPA): never shown but where the user asks for contacts. codes: what a coded field can hold; anything else in
    it is unknown (NA). mask: how people are hidden in its words. year_that_counts: of several years of the field,
    which one. is_decisive: conditions can ask for it, so that a struck-out cell of it is unknown. in_group_json: it
    stands in the JSON and CSV of a listed group. width_in_list: of its column on a district's sheet of the workbook, in
    Excel's units, where it has one. differs_as, refused_as: the finding for a submission that says otherwise, and
    for one whose group a condition on the field refuses.
    """

    id: str
    kind: Kind
    subject: Subject
    codes: tuple[str, ...] = ()
    mask: Mask = "people"
    year_that_counts: YearThatCounts | None = None
    is_required: bool = False
    is_decisive: bool = False
    in_group_json: bool = False
    width_in_list: int | None = None
    differs_as: str | None = None
    refused_as: str | None = None

    @property
    def is_personal(self) -> bool:
        """Its cells are never quoted, and its column is empty in what is shown."""
        return self.subject == "contact"

    @property
    def names_something(self) -> bool:
        """It says which district, group or product a row is about."""
        return self.kind in ("name", "id") or self.id == "district"


TYPES: Final = ("community_group", "single_owner", "sme")
QUADRANTS: Final = ("A", "B", "C", "D")
STANDARDS: Final = ("passed", "developing", "none")
PROJECTS: Final = ("clear", "in_project")
YES_NO: Final = ("yes", "no")

#: Every field of a registry, in the order in which terminals and sheets show them. A registry without a required one
#: cannot be ranked (a star list may bring the stars). Years are Buddhist era.
TABLE: Final = (
    Field("province", "area", "area"),
    Field("district", "area", "area", is_required=True),
    Field("subdistrict", "text", "group", in_group_json=True, width_in_list=15,),
    Field("group_id", "id", "group", mask="code"),
    Field("group_name", "name", "group", mask="name", is_required=True,),
    Field("producer_type", "code", "producer", TYPES, is_required=True, is_decisive=True,
          differs_as="registry.type-differs", refused_as="selection.producer-type-refused",),
    Field("product_id", "id", "product", mask="code", in_group_json=True,),
    Field("product_name", "name", "product", mask="name", is_required=True, in_group_json=True,),
    Field("category", "text", "product", in_group_json=True, width_in_list=23,),
    Field("star", "number", "product", year_that_counts="of-letter", is_required=True, is_decisive=True,
          in_group_json=True, differs_as="registry.star-differs", refused_as="selection.star-out-of-range",),
    Field("star_year_be", "number", "product", is_decisive=True, in_group_json=True,),
    Field("quadrant", "code", "product", QUADRANTS, year_that_counts="latest", is_decisive=True, in_group_json=True,
          differs_as="registry.quadrant-differs", refused_as="selection.quadrant-refused",),
    Field("registered_year_be", "number", "producer", is_decisive=True, in_group_json=True,
          differs_as="registry.year-differs", refused_as="selection.registered-outside-window",),
    Field("standard", "code", "group", STANDARDS, year_that_counts="latest", is_decisive=True,
          differs_as="registry.standard-differs", refused_as="selection.standard-refused",),
    Field("other_project", "code", "product", PROJECTS, year_that_counts="of-letter", is_decisive=True,
          differs_as="registry.project-differs", refused_as="selection.in-other-project",),
    Field("potential", "code", "product", YES_NO, is_decisive=True, refused_as="selection.potential-not-certified",),
    Field("representative", "person", "contact"),
    Field("phone", "phone", "contact"),
)  # fmt: skip

FIELD_OF: Final = {field.id: field for field in TABLE}
FIELDS: Final = tuple(FIELD_OF)
REQUIRED_FIELDS: Final = tuple(field.id for field in TABLE if field.is_required)
DECISIVE_FIELDS: Final = tuple(field.id for field in TABLE if field.is_decisive)
NAMING_FIELDS: Final = tuple(field.id for field in TABLE if field.names_something)
PERSONAL_FIELDS: Final = tuple(field.id for field in TABLE if field.is_personal)
NUMBER_FIELDS: Final = tuple(field.id for field in TABLE if field.kind == "number")
CODED_VALUES: Final = {field.id: field.codes for field in TABLE if field.codes}

#: Fields of which the letter means one year: a column of another year is not the letter's.
LETTER_YEAR_FIELDS: Final = tuple(
    field.id for field in TABLE if field.year_that_counts == "of-letter"
)
#: Fields of which the newest column counts.
LATEST_YEAR_FIELDS: Final = tuple(
    field.id for field in TABLE if field.year_that_counts == "latest"
)
DATED_FIELDS: Final = (*LETTER_YEAR_FIELDS, *LATEST_YEAR_FIELDS)

#: Fields that decide by a value of their own: two cells or rows that speak of one thing are compared in them. The round
#: of a star goes with its star.
COMPARED_FIELDS: Final = tuple(
    field.id for field in TABLE if field.is_decisive and field.id != "star_year_be"
)

#: What is said of the producer: all rows of a group must say the same.
PRODUCER_FIELDS: Final = tuple(
    field.id for field in TABLE if field.subject == "producer"
)
#: What decides of one product. A standard is of the group, and the best of its rows counts.
PRODUCT_FIELDS: Final = tuple(
    field for field in COMPARED_FIELDS if FIELD_OF[field].subject == "product"
)
