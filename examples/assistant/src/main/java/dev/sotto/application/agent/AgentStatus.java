package dev.sotto.application.agent;

import java.time.Duration;

/**
 * How an agent is.
 *
 * @param sinceUnlocked how long it has been unlocked
 * @param untilLock after how much more time without use it locks
 * @param commands how many commands run or wait
 */
public record AgentStatus(Duration sinceUnlocked, Duration untilLock, int commands) {}
