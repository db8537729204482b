import { describe, expect, test } from 'vitest';
import { requestDeletion } from '../../domain/registration/clearEvent.ts';
import { userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { markErasing } from '../../domain/user/deleteUser.ts';
import { ErasingStuck } from '../../lambda/cascade/erase.ts';
import { PLANTS } from '../audit/support/damages.ts';
import { MENDED_VALUES } from '../audit/support/valueDamages.ts';
import { cancel, Cascades } from '../lambda/support/cascade.ts';
import { virtualStage } from '../lambda/support/virtualStage.ts';
import { BACKEND, LATER } from '../lambda/support/world.ts';
import { known, plant } from './play.ts';

/** Damage that a person has to mend first; until then, each further try is a dead letter. */
const STUCK = ['a DRAFT among the public events'];
const DAMAGES = Object.keys({ ...PLANTS, ...MENDED_VALUES });

describe('where something is damaged', () => {
  test.each(DAMAGES)('a cancelled event is cleared and gone: %s', async (damage) => {
    const stage = virtualStage();
    await stage.run(async () => {
      const { eventId } = await plant(stage, known(damage));
      const { world } = stage;
      if ((await world.event(eventId)) === null) {
        return;
      }
      await cancel(world, eventId);
      await world.apply(requestDeletion(eventId, BACKEND, LATER));
      await new Cascades(stage).run({ operation: 'clear', eventId });
      // A page of leavers that the event knows nothing of is the audit's to find.
      const left = stage
        .items()
        .filter((item) => item.PK === `EVENT#${eventId}` || item.SK === `EVENT#${eventId}`)
        .filter(({ entityType }) => entityType !== 'LeaverPage');
      expect(left.map(({ entityType }) => entityType)).toEqual(['DeletedEvent']);
    });
  });

  test.each(DAMAGES)('whoever is to be deleted is gone: %s', async (damage) => {
    const stage = virtualStage();
    await stage.run(async () => {
      const { seated, waiting } = await plant(stage, known(damage));
      const { world } = stage;
      for (const userId of [...seated, ...waiting]) {
        if ((await world.table.get(userKey(userId))) === null) {
          continue;
        }
        await world.apply([markErasing(userId, new Date(stage.nowMs() - 2 * LIMITS.erasingMs).toISOString())]);
        const erasing = new Cascades(stage).run({ operation: 'erase', userId });
        if (STUCK.includes(damage)) {
          await expect(erasing).rejects.toThrow(ErasingStuck);
          continue;
        }
        await erasing;
        expect(stage.items().filter(({ PK }) => PK === `USER#${userId}`)).toEqual([]);
      }
    });
  });
});
