"""Indexes for the record of a plan: what one person did, what was deleted, what was corrected."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0006_version_drafts'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='historicalmembership',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='membership_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicalmembershiplead',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='membershiplead_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicalmembershiplocality',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='membershiplocality_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcome',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='outcome_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcome',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['history_plan_id'], name='outcome_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomelead',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='outcomelead_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomelocality',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='outcomelocality_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomepredecessor',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='outcomepredecessor_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcometheme',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='outcometheme_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicalplan',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='plan_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicalsection',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='section_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicalsection',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['history_plan_id'], name='section_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalsectioncolumn',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='sectioncolumn_by_person'),
        ),
        migrations.AddIndex(
            model_name='historicalstatement',
            index=models.Index(fields=['history_plan_id', 'history_user', '-history_date', '-history_id'], name='statement_by_person'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(fields=['plan', 'recorded_by', '-recorded_at', '-id'], name='rating_by_person'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(condition=models.Q(('corrects__isnull', False)), fields=['plan', '-recorded_at', '-id'], name='rating_corrections'),
        ),
    ]
