import type { Dashboard } from '../../../model/alert';
import { LOG_SHIPPER_BOARD, LOG_STORE_BOARD } from './boards';

/** What is shown of whatever ships lines. */
export const LOG_SHIPPER: Dashboard = { board: LOG_SHIPPER_BOARD, json: () => require('./shipper.board.json') };

/** What is shown of the store of lines. */
export const LOG_STORE: Dashboard = { board: LOG_STORE_BOARD, json: () => require('./store.board.json') };
