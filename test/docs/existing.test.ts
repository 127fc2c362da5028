import { testProgramOf } from './page-program';

testProgramOf('existing');
