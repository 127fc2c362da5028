import { testProgramOf } from './page-program';

testProgramOf('across-clouds');
