package dev.sotto.consent.process;

import dev.sotto.consent.Delivery;

/**
 * What the courier tells the vault: what became of a request.
 *
 * @param number of the request
 */
public record FromCourier(int number, Delivery delivery) {}
