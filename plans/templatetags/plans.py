"""Tags and filters of the plan pages; built in to every template."""

from django import template

register = template.Library()
