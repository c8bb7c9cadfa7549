-- grain: one row per way of writing a requirement: the newest version that it allows, as a rule and its numbers
-- Only the upper side matters. any: no upper side; exact, prefix (1.x), caret (^1.2), tilde (~1.2), compatible
-- (~= 1.2), below (<2), up_to (<=2); unreadable: alternatives, hyphen ranges, addresses, names of branches.

with

written as (
    select distinct ecosystem, requirement, trim(coalesce(requirement, '')) as text
    from staging.dependency_versions
),

sorted as (
    select
        *,
        case
            when text in ('', '*', 'latest', 'x') then 'any'
            when contains(text, '||') or contains(text, ' - ') or contains(text, ':') or contains(text, '/') then 'unreadable'
            when regexp_matches(text, '<=\s*v?\d') then 'up_to'
            when regexp_matches(text, '<\s*v?\d') then 'below'
            when regexp_matches(text, '~=\s*\d') then 'compatible'
            when regexp_matches(text, '^\^\s*v?\d') then 'caret'
            when regexp_matches(text, '^~>?\s*v?\d') then 'tilde'
            when regexp_matches(text, '^(==|=)?\s*v?\d+(\.\d+)*\.[*xX](\.[*xX])?$') then 'prefix'
            when regexp_matches(text, '^(==?|===)\s*v?\d+(\.\d+)*$') then 'exact'
            when regexp_matches(text, '^v?\d+(\.\d+)*$') and ecosystem = 'cargo' then 'caret'
            when regexp_matches(text, '^v?\d+(\.\d+){0,1}$') and ecosystem in ('npm', 'ohpm') then 'prefix'
            when regexp_matches(text, '^v?\d+(\.\d+)*([-+][0-9A-Za-z.-]+)?$') then 'exact'
            when regexp_matches(text, '^(>=?|!=)\s*v?\d[^<]*$') then 'any'
            else 'unreadable'
        end as bound_kind
    from written
)

select
    ecosystem,
    requirement,
    bound_kind,
    list_transform(
        string_split(
            regexp_extract(
                text,
                case bound_kind
                    when 'up_to' then '<=\s*v?(\d+(?:\.\d+)*)'
                    when 'below' then '<\s*v?(\d+(?:\.\d+)*)'
                    when 'compatible' then '~=\s*v?(\d+(?:\.\d+)*)'
                    else 'v?(\d+(?:\.\d+)*)'
                end,
                1
            ),
            '.'
        ),
        lambda part: try_cast(part as bigint)
    ) as bound
from sorted
