package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * One thing read from a file.
 *
 * @param line where it begins
 * @param value what a PUT of it would bring
 * @param problems what the format itself found wrong
 */
record Item(int line, String kind, String name, ObjectNode value, List<FieldProblem> problems) {}
