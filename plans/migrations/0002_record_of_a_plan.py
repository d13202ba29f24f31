"""Every change says of which plan it is; an outcome may continue several. Filled in by the next."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalOutcomePredecessor',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_by', models.CharField(max_length=255, verbose_name='who')),
                ('history_plan_id', models.BigIntegerField(null=True, verbose_name='of which plan')),
                ('history_change_reason', models.TextField(verbose_name='why')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical outcome predecessor',
                'verbose_name_plural': 'historical outcome predecessors',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='OutcomePredecessor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AlterModelOptions(
            name='authority',
            options={'base_manager_name': 'objects', 'ordering': ('name',), 'verbose_name_plural': 'authorities'},
        ),
        migrations.AlterModelOptions(
            name='lead',
            options={'base_manager_name': 'objects', 'ordering': ('title',)},
        ),
        migrations.AlterModelOptions(
            name='locality',
            options={'base_manager_name': 'objects', 'ordering': ('name',), 'verbose_name_plural': 'localities'},
        ),
        migrations.AlterModelOptions(
            name='membership',
            options={'base_manager_name': 'objects', 'ordering': ('plan', 'user')},
        ),
        migrations.AlterModelOptions(
            name='membershiplead',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AlterModelOptions(
            name='membershiplocality',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AlterModelOptions(
            name='outcome',
            options={'base_manager_name': 'objects', 'ordering': ('section', 'position')},
        ),
        migrations.AlterModelOptions(
            name='outcomelead',
            options={'base_manager_name': 'objects', 'ordering': ('outcome', 'position')},
        ),
        migrations.AlterModelOptions(
            name='outcomelocality',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AlterModelOptions(
            name='outcometheme',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AlterModelOptions(
            name='plan',
            options={'base_manager_name': 'objects', 'ordering': ('authority', '-dated')},
        ),
        migrations.AlterModelOptions(
            name='section',
            options={'base_manager_name': 'objects', 'ordering': ('plan', 'position')},
        ),
        migrations.AlterModelOptions(
            name='sectioncolumn',
            options={'base_manager_name': 'objects', 'ordering': ('section', 'position')},
        ),
        migrations.AlterModelOptions(
            name='statement',
            options={'base_manager_name': 'objects', 'ordering': ('section', 'kind', 'number')},
        ),
        migrations.AlterModelOptions(
            name='theme',
            options={'base_manager_name': 'objects', 'ordering': ('name',)},
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'base_manager_name': 'objects', 'ordering': ('name', 'email'), 'verbose_name': 'person', 'verbose_name_plural': 'people'},
        ),
        migrations.AddField(
            model_name='historicalauthority',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicallead',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicallocality',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalmembership',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalmembershiplead',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalmembershiplocality',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicaloutcome',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicaloutcomelead',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicaloutcomelocality',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicaloutcometheme',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalplan',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalsection',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalsectioncolumn',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicalstatement',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicaltheme',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='historicaluser',
            name='history_plan_id',
            field=models.BigIntegerField(null=True, verbose_name='of which plan'),
        ),
        migrations.AddField(
            model_name='rating',
            name='plan',
            field=models.ForeignKey(editable=False, help_text="Its outcome's plan, which never changes: the whole record of a plan is read by it.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='plans.plan'),
        ),
        migrations.AddIndex(
            model_name='historicalauthority',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='authority_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicallead',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='lead_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicallocality',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='locality_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalmembership',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='membership_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalmembershiplead',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='membershiplead_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalmembershiplocality',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='membershiplocality_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcome',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='outcome_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomelead',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='outcomelead_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomelocality',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='outcomelocality_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcometheme',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='outcometheme_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalplan',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='plan_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalsection',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='section_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalsectioncolumn',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='sectioncolumn_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicalstatement',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='statement_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicaltheme',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='theme_of_plan'),
        ),
        migrations.AddIndex(
            model_name='historicaluser',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='user_of_plan'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(fields=['plan', '-recorded_at', '-id'], name='rating_record'),
        ),
        migrations.AddField(
            model_name='historicaloutcomepredecessor',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaloutcomepredecessor',
            name='outcome',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.outcome'),
        ),
        migrations.AddField(
            model_name='historicaloutcomepredecessor',
            name='predecessor',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.outcome'),
        ),
        migrations.AddField(
            model_name='outcomepredecessor',
            name='outcome',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='predecessor_links', to='plans.outcome'),
        ),
        migrations.AddField(
            model_name='outcomepredecessor',
            name='predecessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successor_links', to='plans.outcome'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='continues',
            field=models.ManyToManyField(blank=True, help_text='The outcomes of the version before that it takes on.', related_name='continued_by', through='plans.OutcomePredecessor', to='plans.outcome'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomepredecessor',
            index=models.Index(fields=['id', '-history_date', '-history_id'], name='outcomepredecessor_as_at'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcomepredecessor',
            index=models.Index(fields=['history_plan_id', '-history_date', '-history_id'], name='outcomepredecessor_of_plan'),
        ),
        migrations.AddConstraint(
            model_name='historicaloutcomepredecessor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('history_change_reason', ''), _negated=True), models.Q(('history_by', ''), _negated=True)), name='outcomepredecessor_history_says_who_why'),
        ),
        migrations.AddConstraint(
            model_name='outcomepredecessor',
            constraint=models.UniqueConstraint(fields=('outcome', 'predecessor'), name='outcome_continues_a_predecessor_once'),
        ),
        migrations.AddConstraint(
            model_name='outcomepredecessor',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', models.F('predecessor')), _negated=True), name='outcome_does_not_continue_itself'),
        ),
    ]
