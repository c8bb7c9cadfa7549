-- edition: internal
-- grain: one row per anchor that links join with another, with links across forges (is_joined) and without
-- Connected components by contraction: in every round each number goes to the one of its neighbours, or itself, that
-- the round's hash puts first, and links are drawn between where they went; about half of the numbers are gone after
-- each, however long a chain is. A number's last goal leads on to the goal's own last goal, and so to its root.

with recursive

links as (
    select distinct w.is_joined, l.left_number, l.right_number
    from intermediate.identity_links l
    join (values (true), (false)) as w(is_joined) on w.is_joined or not l.is_cross_forge
    where l.left_number != l.right_number
),

rounds(round, is_link, is_joined, node_number, goal_number) as (
    select 0, true, is_joined, left_number, right_number from links
    union all
    select 0, true, is_joined, right_number, left_number from links
    union all
    (
        with goals as (
            select
                round,
                is_joined,
                node_number,
                case
                    when min(hash(goal_number, round)) < hash(node_number, round)
                    then arg_min(goal_number, hash(goal_number, round))
                    else node_number
                end as goal_number
            from rounds
            where is_link
            group by round, is_joined, node_number
        )
        select distinct r.round + 1, true, r.is_joined, f.goal_number, t.goal_number
        from rounds r
        join goals f on f.is_joined = r.is_joined and f.node_number = r.node_number
        join goals t on t.is_joined = r.is_joined and t.node_number = r.goal_number
        where r.is_link and f.goal_number != t.goal_number
        union all
        select round + 1, false, is_joined, node_number, goal_number from goals
    )
),

last_goals as materialized (
    select is_joined, node_number, arg_max(goal_number, round) as goal_number
    from rounds
    where not is_link
    group by is_joined, node_number
),

walks(is_joined, node_number, goal_number) as (
    select * from last_goals
    union all
    select w.is_joined, w.node_number, g.goal_number
    from walks w
    join last_goals g on g.is_joined = w.is_joined and g.node_number = w.goal_number
    where g.goal_number != w.goal_number
)

select w.is_joined, w.node_number as anchor_number, w.goal_number as root_number
from walks w
join last_goals g on g.is_joined = w.is_joined and g.node_number = w.goal_number and g.goal_number = w.goal_number
