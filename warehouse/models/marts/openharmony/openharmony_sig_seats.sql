-- grain: one row per special interest group of OpenHarmony, role and employer, without persons
-- A seat that is held belongs to whom its mailbox names on the day of the data. Contractors' mailboxes hide the employer; a domain that the config
-- does not know is unlisted, since it may be a single person's.
-- column: sig_id | SIG 编号 | special interest group
-- column: role | 席位：leader 组长、committer 提交者 | kind of seat
-- column: employer_class | 雇主类别：organization 机构、group 集团共用、contractor 雇主不明（外包邮箱）、personal 个人邮箱、platform 平台邮箱、unlisted 未登记域名、none 无 | what is known of the employer
-- column: employer_id | 机构编号或机构域名；不明为空 | organisation or its domain; empty where not known
-- column: seat_count | 席位数 | seats
-- column: repository_count | 涉及仓库数 | repositories that the seats are about
-- column: is_guangzhou | 是否广州机构 | whether the employer is of Guangzhou

with

seats as (
    select
        s.sig_id,
        s.role,
        s.repository_name,
        case when s.person_domain = '' then 'none' else coalesce(d.employer_class, 'unlisted') end as employer_class,
        d.employer_id
    from staging.openharmony_seats s
    cross join staging.as_of a
    left join intermediate.openharmony_domains d
        on d.domain = s.person_domain and a.as_of_on between d.valid_from_on and d.valid_until_on
)

select
    s.sig_id,
    s.role,
    s.employer_class,
    s.employer_id,
    count(*) as seat_count,
    count(distinct nullif(s.repository_name, '')) as repository_count,
    coalesce(bool_or(o.relation = 'guangzhou'), false) as is_guangzhou
from seats s
left join staging.organizations o on o.organization_id = s.employer_id
group by s.sig_id, s.role, s.employer_class, s.employer_id
