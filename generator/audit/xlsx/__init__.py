"""Turns the bytes of any xlsx into plain data that an auditor can read; computes nothing."""
