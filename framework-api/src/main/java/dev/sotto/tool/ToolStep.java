package dev.sotto.tool;

/** What a tool wants next: that a request is sent, or that its findings are shown. */
public sealed interface ToolStep permits EgressRequest, ToolFindings {}
