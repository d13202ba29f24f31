"""Coming in and going out: by e-mail and password, with no sign-up, and no more tries than a person needs."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plans.models import User

PASSWORD = "correct horse battery"
SIGN_IN = "account_login"


@pytest.fixture
def person(db):
    return User.objects.create_user("jo.marsh@example.gov.uk", PASSWORD, name="Jo Marsh")


def sign_in(client, email="jo.marsh@example.gov.uk", password=PASSWORD, **more):
    return client.post(reverse(SIGN_IN), {"login": email, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(
    "email", ["jo.marsh@example.gov.uk", "Jo.Marsh@Example.GOV.UK", " jo.marsh@example.gov.uk "]
)
def test_people_sign_in_by_e_mail_in_any_case(client, person, email):
    response = sign_in(client, email)
    assert response.status_code == 302
    assert response.url == reverse("home")
    assert is_signed_in(client)
    assert "Jo Marsh" in text(client.get(reverse("home")))


@pytest.mark.parametrize(
    ("email", "password"),
    [("jo.marsh@example.gov.uk", "wrong"), ("nobody@example.gov.uk", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person, email, password):
    response = sign_in(client, email, password)
    assert response.status_code == 200
    assert not is_signed_in(client)
    assert "There is a problem" in text(response)
    assert "The e-mail address or the password is not right" in text(response)
    assert "<title>Error: Sign in" in text(response)


def test_nothing_filled_in_says_which_fields_are_empty(client, db):
    page = text(client.post(reverse(SIGN_IN), {}))
    assert '<a href="#id_login">Enter e-mail address</a>' in page
    assert '<a href="#id_password">Enter password</a>' in page
    assert 'id="id_login_error"' in page


def test_an_empty_password_form_asks_for_each_by_its_label(client, person):
    client.force_login(person)
    page = text(client.post(reverse("account_change_password"), {}))
    for name, label, asked in (
        ("oldpassword", "Current password", "Enter your current password"),
        ("password1", "New password", "Enter your new password"),
        ("password2", "New password again", "Enter your new password again"),
    ):
        assert f'for="id_{name}">{label}</label>' in page
        assert f'<a href="#id_{name}">{asked}</a>' in page


def test_an_empty_reset_asks_for_the_address(client, db):
    page = text(client.post(reverse("account_reset_password"), {}))
    assert '<a href="#id_email">Enter your work e-mail address</a>' in page


def test_a_closed_account_stays_out(client, person):
    person.is_active = False
    person.save()
    page = text(client.post(reverse(SIGN_IN), {"login": person.email, "password": PASSWORD}, follow=True))
    assert not is_signed_in(client)
    assert "Your account is closed" in page or "is not right" in page


def test_nobody_makes_their_own_account(client, db):
    page = text(client.get(reverse(SIGN_IN)))
    assert reverse("account_signup") not in page
    address = reverse("account_signup")
    assert "You cannot make your own account" in text(client.get(address))
    client.post(address, {"email": "new@example.gov.uk", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="new@example.gov.uk").exists()


@pytest.mark.parametrize(
    "page", ["/account/email/", "/account/confirm-email/", "/account/login/code/confirm/"]
)
def test_people_do_not_change_their_address_themselves(client, person, page):
    client.force_login(person)
    assert client.get(page).status_code == 404


def test_a_page_that_needs_a_person_leads_to_sign_in_and_back(client, person):
    wanted = reverse("account_change_password")
    response = client.get(wanted)
    assert response.status_code == 302
    assert response.url == f"{reverse(SIGN_IN)}?next={wanted}"
    page = text(client.get(response.url))
    assert f'name="next" value="{wanted}"' in page
    assert sign_in(client, next=wanted).url == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_does_not_lead_off_the_site(client, person, elsewhere):
    assert sign_in(client, next=elsewhere).url == reverse("home")


def test_the_set_up_pages_use_the_same_way_in(client, db):
    response = client.get("/set-up/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse(SIGN_IN))


def test_somebody_who_sets_nothing_up_is_refused_there(client, person):
    client.force_login(person)
    assert client.get("/set-up/login/").status_code == 403


def test_tries_are_limited_for_an_address_even_with_the_right_password(client, person):
    for _ in range(5):
        assert "is not right" in text(sign_in(client, password="wrong"))
    page = text(sign_in(client))
    assert "There were too many tries" in page
    assert not is_signed_in(client)
    assert not is_signed_in(Client())


def test_signing_out_asks_first_and_then_does_it(client, person):
    client.force_login(person)
    assert "Sign out" in text(client.get(reverse("account_logout")))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def reset_link(email):
    (message,) = mail.outbox
    assert "Improvement plan tracker" in message.body
    assert message.to == [email]
    assert message.subject == "Improvement plan tracker: Choose a new password"
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def test_a_forgotten_password_is_reset_by_e_mail_once(client, person):
    response = client.post(
        reverse("account_reset_password"), {"email": "JO.MARSH@example.gov.uk"}, follow=True
    )
    assert "Check your e-mail" in text(response)
    link = reset_link(person.email)

    page = client.get(link, follow=True)
    assert "Choose a new password" in text(page)
    form = page.redirect_chain[-1][0]
    assert "There is a problem" in text(client.post(form, {"password1": "short", "password2": "short"}))
    new = "three unrelated words"
    done = client.post(form, {"password1": new, "password2": new}, follow=True)
    assert "Your password has been changed" in text(done)

    client.logout()
    assert "is not right" in text(sign_in(client))
    sign_in(client, password=new)
    assert is_signed_in(client)
    assert "This link no longer works" in text(Client().get(link, follow=True))


def test_an_unknown_address_gets_the_same_page_and_no_e_mail(client, person):
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.gov.uk"}, follow=True)
    assert "Check your e-mail" in text(response)
    assert mail.outbox == []


def test_a_link_that_was_tampered_with_is_refused(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = reset_link(person.email)
    response = client.get(link[:-3] + "zz/", follow=True)
    assert response.status_code == 200
    assert "This link no longer works" in text(response)


def test_somebody_signed_in_changes_their_password(client, person):
    client.force_login(person)
    address = reverse("account_change_password")
    new = "three unrelated words"
    wrong = client.post(address, {"oldpassword": "wrong", "password1": new, "password2": new})
    assert "This is not your current password" in text(wrong)
    done = client.post(address, {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True)
    assert "Your password has been changed" in text(done)
    person.refresh_from_db()
    assert person.check_password(new)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_every_account_page_is_in_our_look(client, person, name):
    if name in ("account_logout", "account_change_password"):
        client.force_login(person)
    response = client.get(reverse(name))
    assert response.status_code == 200
    page = text(response)
    assert '<html lang="en-GB">' in page
    assert page.count("<h1") == 1
    assert 'class="app-header"' in page
    assert 'href="#main"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)


def test_the_browser_is_told_to_run_nothing_from_elsewhere_and_nothing_inline(client, db):
    response = client.get(reverse(SIGN_IN))
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_cookies_are_kept_from_scripts_and_other_sites(client, person):
    client.get(reverse(SIGN_IN))
    sign_in(client)
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert token["httponly"]
    assert session["samesite"] == token["samesite"] == "Lax"
    assert not session["max-age"] or int(session["max-age"]) <= 12 * 60 * 60


def test_a_form_from_another_site_is_refused_in_plain_words(person):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client)
    assert response.status_code == 403
    assert "This page has expired" in text(response)
    assert not is_signed_in(client)


def test_a_page_that_is_not_there_says_so(client, person):
    client.force_login(person)
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "Page not found" in text(response)
    assert "Jo Marsh" in text(response)
