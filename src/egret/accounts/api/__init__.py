"""People over HTTP, one router per subject."""

from egret.accounts.api.passkeys import router as passkeys
from egret.accounts.api.password import router as password
from egret.accounts.api.phone_change import router as phone_change
from egret.accounts.api.preferences import router as preferences
from egret.accounts.api.profile import router as profile
from egret.accounts.api.reports import router as reports
from egret.accounts.api.second_factor import router as second_factor
from egret.accounts.api.sessions import router as sessions
from egret.accounts.api.sign_in import router as sign_in
from egret.accounts.api.tokens import router as tokens
from egret.accounts.api.wechat import router as wechat

ROUTERS = [
    profile,
    preferences,
    sign_in,
    password,
    passkeys,
    second_factor,
    sessions,
    phone_change,
    tokens,
    reports,
    wechat,
]
