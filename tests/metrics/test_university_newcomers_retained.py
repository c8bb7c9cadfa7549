def test_people_of_universities_who_come_back_in_the_next_period(world, built):
    world.organization("uni", kind="university")
    world.organization("firm")
    for name, confidence in (("uni", "medium"), ("firm", "high")):
        world.mail_domain(f"{name}.example", "exclusive")
        world.claim(f"{name}.example", name, subject_kind="mail_domain", account_confidence=confidence)
    world.mail_domain("home.example", "personal")
    river = world.repository("github:firm/river", "firm")

    def commits(author, *days_and_domains):
        for day, domain in days_and_domains:
            world.commit(river, f"{author} {day}", author, day, author_domain=f"{domain}.example")

    commits("ann", ("2025-03-10", "uni"), ("2025-04-10", "home"))  # graduates, and stays
    commits("bob", ("2025-03-11", "uni"), ("2026-02-10", "uni"))
    commits("eve", ("2025-03-12", "firm"), ("2025-04-12", "firm"))
    commits("max", ("2025-03-13", "home"), ("2025-03-14", "uni"), ("2025-04-13", "uni"))  # in one month
    commits("zoe", ("2025-03-15", "uni"))

    result = built(world)

    def stayed(subject, period_kind="month"):
        values = result.values("university_newcomers_retained", subject, period_kind)
        cases = result.samples("university_newcomers_retained", subject, period_kind)
        return {period: (count, cases[period]) for period, count in values.items() if cases[period]}

    assert stayed(f"repository:{river}") == {"2025-04": (2, 4)}
    assert stayed(f"repository:{river}", "quarter") == {"2025Q2": (2, 4)}
    assert stayed("organization:firm@medium", "year") == {"2026": (1, 4)}
    assert stayed("organization:firm", "year") == {}  # that the domain is the university's is not sure enough
