"""After every step the record is what the whole history of edits says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.world import PEOPLE, UNITS, World

names = st.sampled_from(PEOPLE)
units = st.sets(st.sampled_from(UNITS), max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), names, units, st.sampled_from((None, "1", "2"))),
        st.tuples(st.just("open"), names),
        st.tuples(st.just("hear"), names, st.integers(0, 30)),
        st.tuples(st.just("meet"), names, names),
        st.tuples(st.just("meet_in_part"), names, names),
    ),
    max_size=14,
)


def live(world: World, step: tuple[object, ...]) -> None:
    """One step in the life of a record."""
    match step:
        case ("hear", str(name), int(place)):
            if world.history:
                world.hear(name, world.history[place % len(world.history)])
        case (str(act), *arguments):
            getattr(world, act)(*arguments)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_life_of_a_record_is_what_its_whole_history_says(told: list[tuple[object, ...]]) -> None:
    world = World()
    for step in told:
        live(world, step)
        world.check()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(names, units, st.sampled_from(("1", "2"))), min_size=2, max_size=8), st.randoms())
def test_edits_in_any_order_end_in_the_same_record(saves: list[tuple[str, set[str], str]], random: object) -> None:
    world = World()
    for name, changed, value in saves:
        world.save(name, changed, value)
        world.meet(name, PEOPLE[len(world.history) % 3])
        world.open(name)
    late = [*world.history, *world.history[:2]]
    random.shuffle(late)  # type: ignore[attr-defined]
    everyone = world.phones
    for edit in late:
        for phone in everyone.values():
            world.hear(phone.name, edit)
    world.check()
    assert all(phone.record == everyone["a"].record for phone in everyone.values())
