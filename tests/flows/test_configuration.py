from pathlib import Path

import pytest

from flows.configuration import ConfigError, Settings, data_folder, load_settings
from warehouse.base.data_folder import DataFolder

DESK = '[copydesk]\ncontact = "mailto:desk@example.org"\n'
NEWS = '[sources.example-news]\nhome = "https://example.org/"\n'


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    return load_settings(path)


def test_a_source_is_read_with_its_limits(tmp_path: Path) -> None:
    text = DESK + NEWS + 'feeds = ["https://example.org/rss"]\nlimits.pages = 7\nexpect.min_per_day = 3\n'
    source = load(tmp_path, text).sources["example-news"]
    assert (source.feeds, source.limits.pages, source.expect.min_per_day) == (
        ("https://example.org/rss",),
        7,
        3.0,
    )


def test_where_the_lake_is_is_read_alone_for_verbs_that_need_no_sources(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    root = tmp_path / "data"
    assert data_folder(root, path) == DataFolder(root)
    path.write_text('[warehouse]\nlake = "s3://news/lake/"\nreaders = "/srv/news"\n[sources.broken]\n')
    assert data_folder(root, path) == DataFolder(root, "s3://news/lake", "/srv/news")
    assert load(tmp_path, DESK).lake is None


def test_the_user_agent_states_the_contact(tmp_path: Path) -> None:
    assert load(tmp_path, DESK).user_agent.endswith("(+mailto:desk@example.org)")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "[copydesk]: is missing"),
        (
            DESK + '[warehouse]\nlake = "/mnt"\n',
            "[warehouse], lake: /mnt: unsupported URL scheme for a lake",
        ),
        (DESK + '[warehouse]\nreaders = "data"\n', "[warehouse], readers: 'data' is not an absolute path"),
        ("[copydesk]\n", "[copydesk], contact: is missing"),
        ('[copydesk]\ncontact = "me"\n', "[copydesk], contact: must be"),
        (
            DESK + NEWS + "fedes = []\n",
            "[sources.example-news], fedes: unknown key; did you mean feeds?",
        ),
        (DESK + NEWS + 'feeds = "x"\n', "feeds: must be a list"),
        (DESK + NEWS + 'feeds = ["ftp://x"]\n', "feeds: 'ftp://x' is not a usable URL"),
        (DESK + NEWS + 'allow = ["("]\n', "allow: '(' is not a regular expression"),
        (DESK + NEWS + 'prune = ["p["]\n', "prune: 'p[' is neither"),
        (DESK + NEWS + "limits.pages = -1\n", "[sources.example-news.limits], pages: must not be negative"),
        (DESK + "[sources.x]\n", "[sources.x], home: is missing"),
        (DESK + '[sources."A b"]\nhome = "https://example.org"\n', "a name is lower case"),
        (DESK + '[network]\nallow = ["127.0.0.1:9-1"]\n', "[network], allow: "),
        ("[copydesk", "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_table_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert says in str(error.value)
    assert "sources.toml" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="copydesk init"):
        load_settings(tmp_path / "none.toml")
