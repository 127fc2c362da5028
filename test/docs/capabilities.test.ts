import { testProgramOf } from './page-program';

testProgramOf('capabilities');
