-- grain: one row: as of when, built when, of which world and config, and how complete
-- column: as_of | 数据截至 | instant of knowledge
-- column: built_at | 构建时刻 | when it was built
-- column: world_id | 世界：reality 真实，其余为演示 | world: reality, or a demonstration
-- column: config_hash | 配置的指纹 | fingerprint of the config
-- column: coverage_ratio | 最近一个完整月份中完整采集的数据流占比；缺令牌、未设登记处而未采集的来源不计入，见 marts.coverage | share of the planned streams that hold the newest complete month in full; streams that wait for a token or a registry are left out, see marts.coverage
-- column: suiyuan_version | 最近一次运行的软件版本 | version of the software in the newest run

with

newest_month as (
    select max(period_start_on) as month_on
    from intermediate.periods
    where period_kind = 'month' and is_complete
),

held as (
    select c.state, coalesce(c.reason, '') as reason
    from intermediate.coverage_months c
    join staging.planned_streams using (source, target_id, kind)
    join newest_month using (month_on)
),

config as (
    select md5(concat_ws(
        chr(10),
        (select string_agg(t::varchar, chr(10) order by organization_id) from staging.organizations t),
        (select string_agg(t::varchar, chr(10) order by claim_id) from staging.claims t),
        (select string_agg(t::varchar, chr(10) order by repository_id) from staging.registered_repositories t),
        (select string_agg(t::varchar, chr(10) order by scope_id, repository_id) from staging.scope_repositories t),
        (select string_agg(t::varchar, chr(10) order by domain) from staging.mail_domains t),
        (select string_agg(t::varchar, chr(10) order by package_id) from staging.registered_packages t),
        (select string_agg(t::varchar, chr(10) order by bot_id) from staging.bots t)
    )) as config_hash
)

select
    a.as_of,
    a.built_at,
    a.world_id,
    left(c.config_hash, 12) as config_hash,
    (
        select count(*) filter (state = 'complete')
            / nullif(count(*) filter (reason not in ('no_token', 'no_registry')), 0)
        from held
    ) as coverage_ratio,
    (select arg_max(suiyuan_version, started_at) from staging.runs) as suiyuan_version
from staging.as_of a, config c
