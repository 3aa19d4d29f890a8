"""The second factor of an account: an authenticator (TOTP), and codes for the day on which it is lost."""

import base64
from typing import Any

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

NAME = "authenticator"
CODES = 10  # for one use each


def has_second_factor(user: Any) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def verified(user: Any, token: str) -> Any:
    """The device whose code this is, or None. Each failure makes the next attempt wait longer."""
    token = "".join(token.split())
    wanted = TOTPDevice if token.isdecimal() and len(token) == 6 else StaticDevice
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            if isinstance(device, wanted) and device.verify_is_allowed()[0] and device.verify_token(token):
                return device
    return None


def waiting(user: User) -> TOTPDevice:
    """The authenticator that has still to be confirmed by a code; a new one with a new secret at first."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name=NAME, confirmed=False)


def confirm(user: User, token: str) -> list[str] | None:
    """Take the authenticator into use if this is its code; codes for emergencies, or None if it is not."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if (
            device is None
            or not device.verify_is_allowed()[0]
            or not device.verify_token("".join(token.split()))
        ):
            return None
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="emergency codes")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    device.token_set.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


def remove(user: User) -> int:
    """Take the second factor off; returns how many devices there were."""
    number = 0
    for kind in (TOTPDevice, StaticDevice):
        number += kind.objects.filter(user=user).count()
        kind.objects.filter(user=user).delete()
    return number


def secret_of(device: TOTPDevice) -> str:
    """As it is typed into an authenticator by hand, in groups of four letters."""
    letters = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def picture_of(device: TOTPDevice) -> str:
    """The same for a camera, as the address of an image."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
