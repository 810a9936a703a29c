"""A group of any municipality begins in the shell, with its coordinator, or nothing is made."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from coordinator.core.settings import Settings
from coordinator.installation.templates import genitive, official, template
from coordinator.roster import usecases as roster
from coordinator.wiring import open_office, shell_actor
from tests.cli.helpers import Answer, Shell, refused


def printed(answer: Answer) -> list[list[str]]:
    """The commands that an answer advises, as a shell would read them."""
    lines = [line for line in answer.out.splitlines() if line.startswith("  coordinator ")]
    return [shlex.split(line)[1:] for line in lines]


def test_a_group_is_its_municipalitys_own(on_nothing: Shell) -> None:
    made = on_nothing("init", "--name", "Samverkan", "--municipality", "Växjö", "--slug", "vx-1")

    assert made.status == 0, made.err
    assert "Samverkan, Växjö: 12 verksamheter. Kortnamn: vx-1." in made.out
    office = open_office(Settings(_env_file=None))
    actor = shell_actor(office, "vx-1")
    agencies = roster.agencies(office, actor)
    office.database.dispose()
    texts = " ".join(f"{one.name} {one.principal} {one.note} {one.slug}" for one in agencies)
    for word in ("relleborg", "ellinge", "vedala", "Söderslätt"):
        assert word not in texts
    assert {"Växjös äldreomsorg", "Växjös LSS-verksamhet"} <= {one.name for one in agencies}
    principals = {one.principal for one in agencies}
    assert {"Växjö kommun", "Växjö kommun (Socialförvaltningen)"} <= principals
    assert (actor.group_name, actor.municipality) == ("Samverkan", "Växjö")


@pytest.mark.parametrize(
    ("name", "authority", "whose"),
    [
        ("Lund", "Lunds kommun", "Lunds"),
        ("Växjö", "Växjö kommun", "Växjös"),
        ("Borås", "Borås kommun", "Borås"),
        ("Malmö stad", "Malmö stad", "Malmö stads"),
        ("Region Gotland", "Region Gotland", "Region Gotlands"),
        ("Upplands Väsby", "Upplands Väsby kommun", "Upplands Väsbys"),
        ("Lunds kommun", "Lunds kommun", "Lunds kommuns"),
    ],
)
def test_a_municipality_is_named_as_people_write_it(name: str, authority: str, whose: str) -> None:
    assert (official(name), genitive(name)) == (authority, whose)


def test_the_templates_own_municipality_keeps_its_neighbours() -> None:
    for name in ("Trelleborg", "trelleborg", "Trelleborgs kommun"):
        assert "Vellinge kommun" in {one.name for one in template("trelleborg", name).agencies}


def test_what_is_printed_works_for_the_coordinator(on_nothing: Shell) -> None:
    made = on_nothing("init", "--municipality", "Lund", "--coordinator", "asa.ovning@example.se")

    assert "asa.ovning@example.se är samordnare, med namnet Asa Ovning" in made.out
    serve, link = printed(made)
    assert serve == ["serve"]
    assert "/sign-in/" in on_nothing(*link).out
    may = on_nothing("sign-in-link", "asa.ovning@example.se", "--group", "lund")
    assert may.status == 0
    assert on_nothing("meetings", "--json", "--as", "asa.ovning@example.se").data == []


def test_what_is_printed_works_where_nobody_was_named(on_nothing: Shell) -> None:
    (first,) = printed(on_nothing("init"))

    assert on_nothing(*first).out.startswith("namn@example.se är nu: coordinator")
    assert "/sign-in/" in on_nothing("sign-in-link", "namn@example.se").out


def test_beside_another_group_what_is_printed_names_the_group(on_nothing: Shell) -> None:
    on_nothing("init", "--municipality", "Lund")
    (first,) = printed(on_nothing("init", "--municipality", "Eslöv"))
    again = on_nothing("init", "--slug", "eslov", "--coordinator", "a.b@example.se")
    _serve, link = printed(on_nothing("init", "--slug", "x", "--coordinator", "a.b@example.se"))

    assert first[-2:] == ["--group", "eslov"]
    assert on_nothing(*first).status == 0
    refused(again, "eslov")
    assert on_nothing(*link).status == 0


def test_the_coordinators_name_is_taken_as_it_is_written(on_nothing: Shell) -> None:
    given = ("--coordinator", "chef@example.se", "--coordinator-name")
    assert "namnet Åsa Maria Övning" in on_nothing("init", *given, "Åsa Maria Övning").out
    assert "namnet Samordnare Chef" in on_nothing("init", *given[:2], "--slug", "b").out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--slug", "Väx jö"], 1, "Väx jö"),
        (["--slug", "a--b"], 1, "a--b"),
        (["--slug", "-a"], 1, "-a"),
        (["--slug", ""], 1, ""),
        (["--slug", "a" * 41], 1, "40"),
        (["--slug", "ab\n"], 1, ""),
        (["--name", " "], 1, "gruppens"),
        (["--municipality", ""], 1, "kommunens"),
        (["--coordinator", "asa"], 1, "asa"),
        (["--coordinator", ""], 1, ""),
        (["--coordinator", "a@example.se", "--coordinator-name", "Åsa"], 1, "namn"),
        (["--coordinator-name", "Åsa Övning"], 1, "--coordinator"),
        (["--template", "../.."], 1, "trelleborg"),
        (["--municipal", "Lund"], 2, ""),
        (["Lund"], 2, ""),
    ],
)
def test_a_slip_is_told_and_nothing_is_made(
    on_nothing: Shell, tmp_path: Path, words: list[str], status: int, said: str
) -> None:
    answer = on_nothing("init", *words)

    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []
