"""Collections of OpenSanctions, as FollowTheMoney JSON lines and as simplified CSV."""
