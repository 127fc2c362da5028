import { testProgramOf } from './page-program';

testProgramOf('abac');
