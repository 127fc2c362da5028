import { testProgramOf } from './page-program';

testProgramOf('own-network');
