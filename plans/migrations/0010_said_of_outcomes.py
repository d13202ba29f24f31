"""A plan keeps which outcomes people said were new and which dropped, on the record."""

from django.db import migrations, models

SAID = (
    ('said_new', 'Refs of its outcomes that a person says continue none of the version before.'),
    ('said_dropped', 'Refs of outcomes of the version before that a person says nothing continues.'),
)


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0009_rating_carried_from'),
    ]

    operations = [
        migrations.AddField(
            model_name=model,
            name=name,
            field=models.TextField(blank=True, default='', editable=False, help_text=help_text),
        )
        for model in ('plan', 'historicalplan')
        for name, help_text in SAID
    ]
