"""What every part of a letter is built of: words in both languages, ids, Buddhist years."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
BuddhistYear = Annotated[
    int,
    Field(
        ge=2500,
        le=2600,
    ),
]
#: The letter's own words, " ... " where some are left out.
Quotation = Annotated[str, Field(min_length=1)]
CodedField = Literal[
    "producer_type", "quadrant", "standard", "other_project", "potential"
]


class Part(BaseModel):
    """A part of a letter: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """One text in both languages."""

    th: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def to(self, lang: str) -> str:
        """The words in `lang` ("th" or "en")."""
        return self.th if lang == "th" else self.en

    def in_each(self) -> dict[str, str]:
        """The words of every language, as a field of a finding takes them."""
        return {"th": self.th, "en": self.en}
