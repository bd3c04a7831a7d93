from customer_risk.cases import CaseChange, CaseStatus, Standing, close, move


def test_no_reason_opens_no_case() -> None:
    found = move(Standing(), (), "new")
    assert (found.status, found.case_id, found.change) == (CaseStatus.NOT_OPENED, None, CaseChange.NONE)


def test_a_reason_opens_one_case() -> None:
    found = move(Standing(), ("level:HIGH",), "new")
    assert (found.status, found.case_id, found.change) == (CaseStatus.OPEN, "new", CaseChange.OPENED)
    assert found.standing.open_case == "new"


def test_the_same_reason_again_leaves_the_open_case_as_it_is() -> None:
    standing = move(Standing(), ("level:HIGH",), "first").standing
    found = move(standing, ("level:HIGH",), "second")
    assert (found.status, found.case_id, found.change) == (CaseStatus.OPEN, "first", CaseChange.NONE)
    assert found.standing == standing


def test_another_reason_extends_the_open_case() -> None:
    standing = move(Standing(), ("level:HIGH",), "first").standing
    found = move(standing, ("hit:un:1:SANCTIONED_PERSON",), "second")
    assert (found.status, found.case_id, found.change) == (CaseStatus.OPEN, "first", CaseChange.EXTENDED)
    assert move(found.standing, ("level:HIGH", "hit:un:1:SANCTIONED_PERSON"), "third").change is CaseChange.NONE


def test_an_open_case_stays_open_when_its_reasons_are_gone() -> None:
    standing = move(Standing(), ("level:HIGH",), "first").standing
    found = move(standing, (), "second")
    assert (found.status, found.case_id) == (CaseStatus.OPEN, "first")


def test_reviewed_reasons_do_not_open_another_case() -> None:
    reviewed = close(move(Standing(), ("a", "b"), "first").standing)
    found = move(reviewed, ("b",), "second")
    assert (found.status, found.case_id, found.change) == (CaseStatus.CLOSED, "first", CaseChange.NONE)


def test_a_new_reason_after_a_review_opens_another_case() -> None:
    reviewed = close(move(Standing(), ("a",), "first").standing)
    found = move(reviewed, ("a", "c"), "second")
    assert (found.status, found.case_id, found.change) == (CaseStatus.OPEN, "second", CaseChange.OPENED)


def test_reasons_of_all_reviews_are_remembered() -> None:
    once = close(move(Standing(), ("a",), "first").standing)
    twice = close(move(once, ("b",), "second").standing)
    assert move(twice, ("a", "b"), "third").status is CaseStatus.CLOSED
