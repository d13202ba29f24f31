"""Root addresses."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("plans.urls")),
    path("account/", include("allauth.account.urls")),
    path("set-up/", admin.site.urls),
]
