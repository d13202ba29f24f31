"""Ofsted visits, judgements and findings, linked to the outcomes of a plan."""
