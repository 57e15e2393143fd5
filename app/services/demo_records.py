"""Twelve records in two regions, so that every screen has something to show."""

from __future__ import annotations

from app.services.samples import COMMUNITY, WOMEN, Sample, Save, crowd, issue, place, promise, quote, women

APPROVED = {"@review": "approved"}
QUESTION = "@comment[6f1d2a54-0c3e-4b7a-9a51-2f8e7c0b4d11]"
SECOND_QUESTION = "@comment[b03e9c77-58d4-4a0f-8e26-91c7d5a2f613]"

SAMPLES = (
    Sample(
        "market",
        COMMUNITY,
        "north",
        "amina",
        40,
        {**place("XX0101", "Marungu market"), **crowd(31, 44, 9, 12), "people/groups": "host herder farmer"},
        (
            issue(
                "land", "Cattle pass through the fields below the mission road.", "Mark a corridor together.", "commit"
            ),
            issue("security", "Traders are robbed on the road after dark.", "A patrol on market days.", "commit"),
            promise("Bring the land office to Marungu to mark the grazing corridor", "civil", -9, about=0),
            promise("A patrol between Marungu and the bridge on market days", "mil", 6, about=1),
            quote("We agreed where the cattle may pass. Nobody wrote it down.", "m_60"),
        ),
        (Save("wanjiru", 36, APPROVED),),
    ),
    Sample(
        "kayembe women",
        WOMEN,
        "north",
        "amina",
        33,
        {
            **place("XX0101", "Kayembe"),
            **women(0, 14, 21, 5),
            "views/feel_safe": "less",
            "views/priorities": "services security",
            "views/proposal": "Repair the pump at the school, so that no girl walks to the river at dusk.",
        },
        (promise("Ask the water committee to open the pump at the school", "civil", -2, about="services"),),
        (
            Save(
                "wanjiru",
                30,
                {
                    "@review": "returned",
                    QUESTION: "Which women were missing? Were the widows from the camp invited?",
                    f"{QUESTION}/about": "people/diversity",
                },
            ),
        ),
    ),
    Sample(
        "lowenda women",
        WOMEN,
        "north",
        "otieno",
        21,
        {
            **place("XX0102", "Lowenda"),
            **women(3, 11, 17, 4),
            "people/diversity": "idp rural head",
            "views/feel_safe": "safer",
            "views/influence": "heard",
            "views/priorities": "women livelihood",
            "views/proposal": "Two more seats for women in the land committee, one for a displaced woman.",
        },
        (
            promise("Carry the request for two seats to the district commissioner", "horo", 12, about="women"),
            quote("They listen now, but the pen is in their hand.", "w_30"),
        ),
        (Save("wanjiru", 17, APPROVED),),
    ),
    Sample(
        "bridge",
        COMMUNITY,
        "north",
        "otieno",
        12,
        {**place("XX0102", "Bridge of Sima"), **crowd(18, 25, 4, 7), "people/groups": "host returnee"},
        (
            issue("services", "The bridge carries no lorry since the rains.", "Stone from the old quarry.", "pending"),
            promise("Send an engineer to look at the bridge", "mil", 3, about=0),
        ),
        (
            Save("otieno", 10, {"meeting/loc_name": "Sima bridge, west bank"}),
            Save("amina", 10, {"meeting/loc_name": "Sima bridge, east bank"}, unseen=1),
        ),
    ),
    Sample(
        "camp women",
        WOMEN,
        "north",
        "amina",
        6,
        {
            **place("XX0101", "Camp of Kisanji"),
            **women(4, 19, 26, 8),
            "meeting/support": "interp refresh",
            "people/diversity": "idp minority head wwd",
            "views/avoided": "field checkpoint camp",
            "views/feel_safe": "split",
            "views/priorities": "displace security",
            "views/proposal": "Firewood days with an escort, and a lamp at each block.",
        },
        (promise("An escort on firewood days, twice a week", "unpol", 21, about="security"),),
    ),
    Sample(
        "youth north",
        COMMUNITY,
        "north",
        "otieno",
        3,
        {
            **place("XX0102", "Lowenda youth centre"),
            **crowd(13, 16, 13, 16),
            "meeting/session_type": "youth_only",
            "meeting/channel": "fgd",
            "people/groups": "yorg",
            "people/actors": "none",
        },
        (
            issue(
                "youth", "Nobody asks us before the budget is made.", "Two youth seats at the budget day.", "refer_out"
            ),
        ),
    ),
    Sample(
        "taramba",
        COMMUNITY,
        "south",
        "zuhra",
        26,
        {**place("XX0201", "Taramba"), **crowd(22, 27, 6, 8), "people/groups": "host idp trad"},
        (
            issue("policing", "The police post is closed at night.", "One officer from each village.", "commit"),
            promise("A joint visit with the national police to the post", "unpol", -5, about=0),
        ),
        (Save("farid", 22, APPROVED),),
    ),
    Sample(
        "taramba women",
        WOMEN,
        "south",
        "zuhra",
        15,
        {
            **place("XX0201", "Taramba"),
            **women(1, 9, 15, 6),
            "views/body": "no",
            "views/seats": "",
            "views/seats_f": "",
            "views/influence": "",
            "views/priorities": "livelihood women",
            "views/proposal": "A market day in our own village, so that we are home before dark.",
        },
        (quote("The road decides what we earn.", "w_30"),),
    ),
    Sample(
        "nyakale",
        COMMUNITY,
        "south",
        "zuhra",
        9,
        {**place("XX0202", "Nyakale"), **crowd(9, 33, 2, 11), "people/groups": "farmer trader"},
        (issue("climate", "The river took the lower fields.", "Trees on the bank, before the rains.", "pending"),),
        (
            Save(
                "farid",
                7,
                {"@review": "returned", SECOND_QUESTION: "Few women came. Was the hour right for them?"},
            ),
        ),
    ),
    Sample(
        "nyakale women",
        WOMEN,
        "south",
        "zuhra",
        5,
        {
            **place("XX0202", "Nyakale"),
            **women(2, 12, 13, 3),
            "views/influence": "absent",
            "views/seats_f": 0,
            "views/priorities": "climate land",
            "views/proposal": "Our names on the new plots, not only those of our husbands.",
        },
        (promise("Ask the land office how plots are registered", "civil", 14, about="land"),),
    ),
    Sample(
        "elders south",
        COMMUNITY,
        "south",
        "zuhra",
        2,
        {
            **place("XX0202", "Nyakale, house of the elders"),
            **crowd(4, 11, 0, 1),
            "meeting/channel": "leaders",
            "meeting/session_type": "leaders",
            "people/groups": "trad relig",
            "people/n_dis": 1,
        },
        (issue("reconcil", "Two families will not share the well.", "A day of meeting under the tree.", "refer_in"),),
    ),
    Sample(
        "radio",
        COMMUNITY,
        "north",
        "amina",
        1,
        {
            **place("XX0101", "Radio Marungu"),
            **crowd(7, 10, 3, 4),
            "meeting/channel": "radio",
            "people/actors": "none",
            "people/n_dis": 0,
        },
        (issue("mission", "Why do the patrols not stop to greet?", "Meet the women's group monthly.", "given"),),
    ),
)
