import { testProgramOf } from './page-program';

testProgramOf('helm');
