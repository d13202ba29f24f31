"""What a person says is no child's details is kept, with why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0010_said_of_outcomes'),
    ]

    operations = [
        migrations.CreateModel(
            name='FalseAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_by_name', models.CharField(max_length=255, verbose_name='said by')),
                ('recorded_at', models.DateTimeField()),
                ('where', models.CharField(help_text='What it was written in, such as “2.1 Wexley: why”.', max_length=300)),
                ('kinds', models.CharField(help_text='Such as “NHS number, date of birth”.', max_length=200, verbose_name='looked like')),
                ('reason', models.TextField(verbose_name='false alarm because')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Empty for what an authority keeps, and for people.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-recorded_at', '-id'),
                'indexes': [models.Index(fields=['plan', '-recorded_at', '-id'], name='false_alarm_of_plan')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('said_by_name', ''), _negated=True), models.Q(('where', ''), _negated=True), models.Q(('kinds', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='a_false_alarm_says_who_where_what_and_why')],
            },
        ),
    ]
