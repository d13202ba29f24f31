"""Root addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

# One way in for everybody, with one limit on tries: the set-up pages use it too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "improvement.errors.bad_request"
handler403 = "improvement.errors.forbidden"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("plans.urls")),
    path("", include("ofsted.urls")),
    path("account/", include("improvement.account_urls")),
    path("set-up/", admin.site.urls),
]
