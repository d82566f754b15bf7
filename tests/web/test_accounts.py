from __future__ import annotations

import pytest
from django.urls import reverse

from sapar.ground.parties.models import User
from sapar.web.accounts import DEMO_PEOPLE

NAMES = [name for name, _ in DEMO_PEOPLE]


@pytest.fixture
def demo(web_files):
    web_files.DEMO = True
    return web_files


@pytest.mark.parametrize("name", NAMES)
def test_in_the_demo_one_click_signs_in_and_lands_on_today(db, client, demo, name):
    user = User.objects.create(username=name)
    page = client.get(reverse("account_login")).content.decode()
    assert f'value="{name}"' in page
    answer = client.post(reverse("demo_sign_in"), {"person": name})
    assert (answer.status_code, answer.url) == (302, reverse("today"))
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("name", NAMES)
def test_outside_the_demo_nobody_is_let_in_by_a_click(db, client, web_files, name):
    User.objects.create(username=name)
    assert b'name="person"' not in client.get(reverse("account_login")).content
    assert client.post(reverse("demo_sign_in"), {"person": name}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["", "admin", "project-manager "])
def test_the_demo_lets_in_its_own_people_only(db, client, demo, name):
    User.objects.create(username="admin", is_superuser=True)
    assert client.post(reverse("demo_sign_in"), {"person": name}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_is_entered_by_post_only(db, client, demo):
    assert client.get(reverse("demo_sign_in")).status_code == 405


def test_without_the_worked_examples_the_demo_says_what_to_run(db, client, demo):
    answer = client.post(reverse("demo_sign_in"), {"person": "evaluator"}, follow=True)
    assert "Run “sapar demo”" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_opens_an_account_for_themselves(db, client, web_files):
    page = client.get(reverse("account_signup"))
    assert b"password1" not in page.content
    given = {
        "username": "new",
        "email": "a@b.example",
        "password1": "x" * 20,
        "password2": "x" * 20,
    }
    client.post(reverse("account_signup"), given)
    assert not User.objects.exists()


def test_an_account_signs_in_with_its_password(db, client, web_files):
    User.objects.create_user("someone", password="a long enough secret")
    form = {"login": "someone", "password": "a long enough secret"}
    answer = client.post(reverse("account_login"), form)
    assert (answer.status_code, answer.url) == (302, reverse("today"))


def test_a_wrong_password_is_refused_on_the_page(db, client, web_files):
    User.objects.create_user("someone", password="a long enough secret")
    answer = client.post(reverse("account_login"), {"login": "someone", "password": "wrong"})
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session(yard, signed_in):
    client = signed_in("manager")
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302
