package com.mallhive.platform.jobs;

/** Does the work of one kind of job. It may run more than once for one job, so that it must recognise what it has done. */
@FunctionalInterface
public interface JobHandler {
    void run(String id, String data) throws Exception;
}
