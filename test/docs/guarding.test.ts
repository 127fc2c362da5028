import { testProgramOf } from './page-program';

testProgramOf('guarding');
