"""Every setting there is, as the rest of Prebell takes it.

Files come first, then the environment, then validation: `config.load`. What each setting is for is
said beside it, in `config.sections` and `config.entries`; a test holds `prebell.yaml` to them.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, PrivateAttr
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.alerts.plan import Plan
from bot.feeds.share_count import ShareCount
from bot.market.sessions import Closure
from bot.market.watchlists import Watchlist
from bot.news.entities import Company, Theme
from bot.rules.model import Rule
from config import market_values as market
from config import values
from config.alerting import (
    BudgetSection,
    InhibitEntry,
    QuietEntry,
    ReceiverEntry,
    RootRoute,
)
from config.briefs import Briefs
from config.delivery import Delivery
from config.discord import Discord
from config.entries import ClosureEntry, RuleEntry, WatchlistEntry
from config.feeds import Feeds
from config.hook_values import HookName
from config.hooks import AppriseEntry, ExternalEntry, WebhookEntry
from config.news import CompanyEntry, ThemeEntry
from config.news_values import ThemeName
from config.sections import Console, Log, Recording, Section, Web
from config.shares import ShareEntry
from config.store import Store
from config.telegram import Telegram


class Settings(Section, BaseSettings):
    model_config = SettingsConfigDict(extra="forbid", frozen=True, validate_default=False)

    data_dir: values.Folder = Field(
        default=Path("data"), description="Where Prebell keeps what must outlive it."
    )
    log: Log = Field(default=Log(), description="What the process says about itself.")
    web: Web = Field(default=Web(), description="The web desk.")
    store: Store = Field(default=Store(), description="Where what must outlive the process is.")
    console: Console = Field(default=Console(), description="The terminal as a chat room.")
    recording: Recording = Field(
        default=Recording(), description="What is played while no feed is configured."
    )
    feeds: Feeds = Field(default=Feeds(), description="Where quotes come from.")
    shares: tuple[ShareEntry, ...] = Field(
        default=(), description="Share counts that no feed tells, or not rightly."
    )
    closures: tuple[ClosureEntry, ...] = Field(
        default=(), description="Days on which the exchanges close or end early, unlike planned."
    )
    watchlists: dict[market.WatchlistName, WatchlistEntry] = Field(
        default={}, description="Symbols that are watched together, by the name rules use."
    )
    companies: tuple[CompanyEntry, ...] = Field(
        default=(), description="What news call companies, beside the names of their listings."
    )
    themes: dict[ThemeName, ThemeEntry] = Field(
        default={}, description="Subjects of news, each by a name that rules use."
    )
    rules: tuple[RuleEntry, ...] = Field(
        default=(), description="What to watch for, and what to say."
    )
    route: RootRoute = Field(
        default=RootRoute(), description="Where alerts go, and what is told together."
    )
    receivers: tuple[ReceiverEntry, ...] = Field(
        default=(), description="Rooms by a name that routes use; `everywhere` is all of them."
    )
    inhibit_rules: tuple[InhibitEntry, ...] = Field(
        default=(), description="Which alerts keep others quiet while they fire."
    )
    quiet_hours: tuple[QuietEntry, ...] = Field(
        default=(), description="When rooms are told nothing; what fired is told as they end."
    )
    ping_budget: BudgetSection = Field(
        default=BudgetSection(), description="How much a room is told in a day."
    )
    briefs: Briefs = Field(
        default=Briefs(), description="When rooms are told the story of a sector, unasked."
    )
    delivery: Delivery = Field(default=Delivery(), description="How messages leave.")
    discord: Discord = Field(default=Discord(), description="The bot's account with Discord.")
    telegram: Telegram = Field(default=Telegram(), description="The bot on Telegram.")
    webhooks: dict[HookName, WebhookEntry] = Field(
        default={}, description="Programs that are told; each is a room, `webhook:NAME`."
    )
    external: dict[HookName, ExternalEntry] = Field(
        default={}, description="Programs that ring our rooms, at `/hooks/NAME` of the web desk."
    )
    apprise: dict[HookName, AppriseEntry] = Field(
        default={}, description="Services told by way of Apprise; each is a room, `apprise:NAME`."
    )
    _file: str = PrivateAttr(default="")

    @classmethod
    def settings_customise_sources(  # the names are pydantic's
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 (the signature is the library's)
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the signature is the library's)
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the signature is the library's)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the signature is the library's)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is handed over alone: nobody's environment is read behind a caller's back."""
        return (init_settings,)

    @classmethod
    def validated(cls, written: Mapping[str, object], *, file: str = "") -> "Settings":
        """Make settings of what was written; `file` is where, as people are told.

        Raises ValidationError with all that is wrong.
        """
        source = InitSettingsSource(cls, init_kwargs=dict(written))
        settings = cls(_build_sources=((source,), {}))  # no name in it is an argument of pydantic's
        settings._file = file
        return settings

    def share_counts(self) -> tuple[ShareCount, ...]:
        return tuple(entry.count_of_shares() for entry in self.shares)

    def closures_of_the_us(self) -> tuple[Closure, ...]:
        return tuple(entry.closure() for entry in self.closures)

    def watchlists_of_the_market(self) -> tuple[Watchlist, ...]:
        return tuple(entry.watchlist(name) for name, entry in self.watchlists.items())

    def companies_of_the_news(self) -> tuple[Company, ...]:
        return tuple(entry.company() for entry in self.companies)

    def themes_of_the_news(self) -> tuple[Theme, ...]:
        return tuple(entry.theme(name) for name, entry in self.themes.items())

    def rules_of_the_engine(self) -> tuple[Rule, ...]:
        return tuple(entry.rule() for entry in self.rules)

    def plan_of_the_alerts(self) -> Plan:
        return Plan(
            route=self.route.route(),
            receivers=tuple(entry.receiver() for entry in self.receivers),
            inhibitions=tuple(entry.inhibition() for entry in self.inhibit_rules),
            quiet_hours=tuple(entry.hours() for entry in self.quiet_hours),
            budget=self.ping_budget.budget(),
            pictures=self.delivery.pictures,
        )

    def web_token(self) -> str | None:
        """Return what a browser has to know, in plain text: not to be shown or logged."""
        return self.web.token.get_secret_value() if self.web.token else None

    def secrets(self) -> tuple[str, ...]:
        """Return all that no log may show, in plain text."""
        token = self.web_token()
        programs = (*self.webhooks.values(), *self.external.values(), *self.apprise.values())
        theirs = (secret for program in programs for secret in program.secrets())
        return (
            *([token] if token else []),
            *self.feeds.secrets(),
            *self.store.secrets(),
            *self.discord.secrets(),
            *self.telegram.secrets(),
            *theirs,
        )

    def summary(self) -> dict[str, str | int]:
        """Count what the settings hold, for people who checked them."""
        lists = self.watchlists.values()
        symbols = {s for entry in lists for s in (*entry.members, entry.benchmark) if s}
        return {
            "file": self._file,
            "watchlists": len(self.watchlists),
            "symbols": len(symbols),
            "rules": len(self.rules),
        }
