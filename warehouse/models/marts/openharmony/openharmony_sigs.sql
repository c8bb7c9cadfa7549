-- grain: one row per special interest group of OpenHarmony
-- Its leaders' employers are those of the day of the data.
-- column: sig_id | SIG 编号 | special interest group
-- column: status | 状态 | status
-- column: sub_systems | 子系统 | sub-systems
-- column: listed_repository_count | 名单中的仓库数 | repositories that the list gives it
-- column: leader_employers | 组长的机构；不明写类别 | employers of its leaders; their class where not known
-- column: is_led_from_guangzhou | 组长是否来自广州机构 | whether a leader is of an employer of Guangzhou

with

leaders as (
    select
        s.sig_id,
        list_sort(list(distinct coalesce(d.employer_id, d.employer_class, 'unlisted'))) as leader_employers,
        bool_or(coalesce(e.is_guangzhou, false)) as is_led_from_guangzhou
    from (select sig_id, unnest(leader_domains) as domain from staging.openharmony_sigs) s
    cross join staging.as_of a
    left join intermediate.openharmony_domains d
        on d.domain = s.domain and a.as_of_on between d.valid_from_on and d.valid_until_on
    left join intermediate.openharmony_employers e using (employer_id)
    group by s.sig_id
)

select
    s.sig_id,
    s.status,
    s.sub_systems,
    s.repository_count as listed_repository_count,
    l.leader_employers,
    coalesce(l.is_led_from_guangzhou, false) as is_led_from_guangzhou
from staging.openharmony_sigs s
left join leaders l using (sig_id)
