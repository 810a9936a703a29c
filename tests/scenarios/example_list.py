"""The list of people that a group is begun with."""

from __future__ import annotations

LIST = """given_name;family_name;organisation;role;email;valid_from
Jonas;Provström;Polisen;ledamot;jonas.provstrom@example.se;2026-08-17
Elin;Demoqvist;Polisen;ledamot;elin.demoqvist@example.se;2026-08-17
Patrik;Fiktivlund;Akutmottagningen;ledamot;patrik.fiktivlund@example.se;2026-08-17
Mirjam;Exempelsson;Vuxenpsykiatrin;ledamot;mirjam.exempelsson@example.se;2026-08-17
Lena;Påhittberg;Vellinge kommun;ledamot;lena.pahittberg@example.se;2026-08-17
Omar;Mallgren;Svedala kommun;ledamot;omar.mallgren@example.se;2026-08-17
Gunilla;Provsten;Trelleborgs äldreomsorg;ledamot;gunilla.provsten@example.se;2026-08-17
Tomasz;Demolin;Trelleborgs LSS-verksamhet;ledamot;tomasz.demolin@example.se;2026-08-17
Ida;Exempelborg;Trelleborgs beroendevård;ledamot;ida.exempelborg@example.se;2026-08-17
Hanna;Fiktivsson;Socialpsykiatriska enheten;ledamot;hanna.fiktivsson@example.se;2026-08-17
Nadia;Skenberg;Ungdomsmottagningen;ledamot;nadia.skenberg@example.se;2026-08-17
"""
