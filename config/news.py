"""Settings of the news: what companies are called, and the themes that are told by their words."""

from datetime import date

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.news.entities import Company, Name, Theme
from bot.rules.faults import quoted
from config import market_values as market
from config import news_values as news
from config import values
from config.sections import Section


class NameEntry(Section):
    """A name; one that was always the company's may be written as a text alone."""

    text: news.CalledName = Field(description="The name, as news write it.", examples=["Riot"])
    since: values.Day | None = Field(
        default=None, description="The first day it was the company's; else it always was."
    )
    until: values.Day | None = Field(
        default=None, description="The day from which the company is called something else."
    )

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, written: object) -> object:
        return {"text": written} if isinstance(written, str) else written

    @field_validator("until")
    @classmethod
    def _later(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if until is not None and since is not None and until <= since:
            raise ValueError(f"{quoted(str(until))} is not after `since`; write a later day")
        return until

    def name(self) -> Name:
        return Name(text=self.text, since=self.since, until=self.until)


class CompanyEntry(Section):
    symbol: market.Member = Field(description="Whose names they are.", examples=["IREN"])
    names: tuple[NameEntry, ...] = Field(
        description="What news call it, beside the name of its listing: a text, or a text with"
        " the days it was in use.",
        examples=["[TeraWulf]"],
    )
    word: values.Switch = Field(
        default=False,
        description="Whether its symbol is a word as well, and no sign of it alone: HUT, CAN.",
    )

    @field_validator("names")
    @classmethod
    def _some(cls, names: tuple[NameEntry, ...]) -> tuple[NameEntry, ...]:
        if not names:
            raise ValueError("this list is empty; write a name such as `TeraWulf`")
        return names

    def company(self) -> Company:
        names = tuple(entry.name() for entry in self.names)
        return Company(symbol=self.symbol, names=names, word=self.word)


class ThemeEntry(Section):
    title: values.Text | None = Field(
        default=None, description="What people call it; else its name is shown."
    )
    words: tuple[news.Phrase, ...] = Field(
        description="What an article says that is on it; plurals and hyphens need no word more.",
        examples=["[AI, data center]"],
    )

    @field_validator("words")
    @classmethod
    def _some(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        if not words:
            raise ValueError("this list is empty; write a word such as `gigawatt`")
        return words

    def theme(self, name: str) -> Theme:
        return Theme(name=name, title=self.title or name, words=self.words)
