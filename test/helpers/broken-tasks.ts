/** A module of tasks that cannot be imported. */
throw new Error('no tasks today');
