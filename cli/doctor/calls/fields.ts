import { ChildTask, PolledTask, RecentTask } from "../../../provider/api/endpoints/schemas";

/* The fields that the provider asks for; of some lists a few more, to judge the list by. */

export const recentFields = RecentTask.fields;
export const childFields = `${ChildTask.fields},created_time`;
export const polledFields = PolledTask.fields;
