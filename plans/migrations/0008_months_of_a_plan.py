"""The index of standing ratings holds their colours, for the page of months."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_record_of_a_person'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='rating',
            name='rating_standing',
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(fields=['outcome', 'locality', '-effective_on', '-recorded_at', '-id', 'rag'], name='rating_standing'),
        ),
    ]
