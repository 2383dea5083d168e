/**
 * AnyConnect-EAP: a login in XML inside EAP, from its observable behaviour alone. Nothing else of
 * the gateway depends on its inside; a build without it lacks only this method.
 */
@NullMarked
package io.flexaaa.gateway.anyconnect;

import org.jspecify.annotations.NullMarked;
