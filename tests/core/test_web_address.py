"""The address people use: as a browser writes it, or refused in words."""

from __future__ import annotations

import pytest

from coordinator.core.errors import BadInput
from coordinator.core.web_address import (
    as_browsers_write_it,
    is_loopback,
    name_on_the_net,
    of_server,
)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("https://samordning.example.se", "https://samordning.example.se"),
        ("HTTPS://Samordning.Example.SE", "https://samordning.example.se"),
        ("https://samordning.example.se:443", "https://samordning.example.se"),
        ("http://samordning.example.se:80/", "http://samordning.example.se"),
        ("https://samordning.example.se:8443/", "https://samordning.example.se:8443"),
        ("http://samordning.example.se:443", "http://samordning.example.se:443"),
        ("https://samordning.example.se:", "https://samordning.example.se"),
        ("https://samordning.example.se.", "https://samordning.example.se"),
        ("https://samordning.example.se.:443//", "https://samordning.example.se"),
        ("https://Exempelköping.example", "https://xn--exempelkping-cjb.example"),
        ("https://EXEMPELKÖPING.example", "https://xn--exempelkping-cjb.example"),
        ("https://exempelko\u0308ping.example", "https://xn--exempelkping-cjb.example"),
        ("https://XN--exempelkping-cjb.example", "https://xn--exempelkping-cjb.example"),
        ("https://exempelköping。example", "https://xn--exempelkping-cjb.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://[2001:DB8:0:0::1]:443/", "https://[2001:db8::1]"),
        ("http://[::FFFF:10.0.0.1]:81", "http://[::ffff:a00:1]:81"),
        ("http://10.0.0.1:8501", "http://10.0.0.1:8501"),
        ("http://inre_nat:8501", "http://inre_nat:8501"),
        ("  https://samordning.example.se \r\n", "https://samordning.example.se"),
        ('"https://samordning.example.se"', "https://samordning.example.se"),
        ("“https://samordning.example.se”", "https://samordning.example.se"),
        ("<https://samordning.example.se>", "https://samordning.example.se"),
        ("\ufeffhttps://samordning.example.se\u200b", "https://samordning.example.se"),
    ],
)
def test_an_address_becomes_what_a_browser_sends_as_origin(typed: str, sent: str) -> None:
    assert as_browsers_write_it(typed) == sent
    assert as_browsers_write_it(sent) == sent


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("https://samordning.example.se/samordning", "setting-address-path"),
        ("https://samordning.example.se/sign-in/", "setting-address-path"),
        ("https://namn:ord@samordning.example.se", "setting-address-user"),
        ("https://namn@samordning.example.se", "setting-address-user"),
        ("https://samordning.example.se?a=1", "setting-address-query"),
        ("https://samordning.example.se/#start", "setting-address-query"),
        ("samordning.example.se", "setting-address-scheme"),
        ("ftp://samordning.example.se", "setting-address-scheme"),
        ("https://", "setting-address-odd"),
        ("https:/samordning.example.se", "setting-address-odd"),
        ("https://a.example.se https://b.example.se", "setting-address-odd"),
        ("https:\\\\samordning.example.se", "setting-address-odd"),
        ("https://samordning.example.se:0", "setting-address-odd"),
        ("https://samordning.example.se:65536", "setting-address-odd"),
        ("https://samordning.example.se:port", "setting-address-odd"),
        ("https://[::1", "setting-address-odd"),
        ("https://samordning..example.se", "setting-address-host"),
        ("https://-samordning.example.se", "setting-address-host"),
        ("https://sam%6frdning.example.se", "setting-address-host"),
        ("https://*.example.se", "setting-address-host"),
        ("https://10.0.0", "setting-address-host"),
        ("https://0x7f.1", "setting-address-host"),
        ("https://10.0.0.256", "setting-address-host"),
        ("https://xn--zzzzz---.se", "setting-address-host"),
        ("https://" + "a" * 64 + ".se", "setting-address-host"),
        ("https://" + "a." * 127 + "se", "setting-address-host"),
    ],
)
def test_what_no_browser_could_use_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        as_browsers_write_it(typed)
    assert refused.value.code == code
    assert "ord@" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", 8501, "http://127.0.0.1:8501"),
        ("0.0.0.0", 80, "http://127.0.0.1:80"),
        ("::", 8501, "http://[::1]:8501"),
        ("::1", 8501, "http://[::1]:8501"),
        ("2001:db8::1", 8501, "http://[2001:db8::1]:8501"),
    ],
)
def test_where_nobody_says_an_address_it_is_the_servers_own(
    host: str, port: int, address: str
) -> None:
    assert of_server(host, port) == address
    assert of_server(host, port, is_https=True) == address.replace("http:", "https:")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://samordning.example.se:8443", "samordning.example.se"),
        ("http://127.0.0.1:8501", "[127.0.0.1]"),
        ("https://[2001:db8::1]", "[IPv6:2001:db8::1]"),
    ],
)
def test_in_mail_a_number_stands_in_brackets(address: str, name: str) -> None:
    assert name_on_the_net(address) == name


def test_only_this_machine_itself_is_a_loopback() -> None:
    here = ["http://localhost:1", "http://127.0.0.9", "http://[::1]:2", "http://a.localhost"]
    elsewhere = ["http://localhost.example.se", "http://127.0.0.1.example.se", "http://10.0.0.1"]

    assert [one for one in here if not is_loopback(one)] == []
    assert [one for one in elsewhere if is_loopback(one)] == []
