"""The fields of a registry and the values a coded one can take: the words every other room speaks.

Knows names only. Refuses to know what a letter wants of a field, or how people spell it
(`headers.toml` and `values.toml` beside this file do).
"""

from typing import Final

#: Every field of a registry, in the order in which screens and sheets show them.
FIELDS: Final = (
    "province",
    "district",
    "subdistrict",
    "group_id",
    "group_name",
    "producer_type",
    "product_id",
    "product_name",
    "category",
    "star",
    "star_year_be",
    "quadrant",
    "registered_year_be",
    "standard",
    "other_project",
    "potential",
    "representative",
    "phone",
)

#: A registry without one of these columns cannot be ranked (a star list may bring the stars).
REQUIRED_FIELDS: Final = (
    "district",
    "group_name",
    "producer_type",
    "product_name",
    "star",
)

#: What is said of the producer: all rows of a group must say the same.
PRODUCER_FIELDS: Final = ("producer_type", "registered_year_be")
#: What is said of one product. A standard is of the group, and the best of its rows counts.
PRODUCT_FIELDS: Final = ("star", "quadrant", "other_project", "potential")

#: Fields that hold one of a few codes; anything else in them is unknown (NA).
CODED_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "producer_type": ("community_group", "single_owner", "sme"),
    "quadrant": ("A", "B", "C", "D"),
    "standard": ("passed", "developing", "none"),
    "other_project": ("clear", "in_project"),
    "potential": ("yes", "no"),
}

#: Fields that hold a whole number; NA is unknown. Years are Buddhist era.
NUMBER_FIELDS: Final = ("star", "star_year_be", "registered_year_be")

#: Fields whose values are a person's (Thai PDPA): shown only where the user asks for contacts.
PERSONAL_FIELDS: Final = ("representative", "phone")
