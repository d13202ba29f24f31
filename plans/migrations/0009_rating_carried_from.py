"""Of a rating carried into a version when it starts, the one of the version before that it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0008_months_of_a_plan'),
    ]

    operations = [
        migrations.AddField(
            model_name='rating',
            name='carried_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.rating'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('carried_from', None), ('corrects', None), _connector='OR'), name='a_carried_rating_corrects_nothing'),
        ),
    ]
